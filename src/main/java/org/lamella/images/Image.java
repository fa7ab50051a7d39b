package org.lamella.images;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A root file system that slivers start from, by name. */
@Entity
@Table(name = "images")
public class Image {
    @Id
    private String name;

    @Enumerated(EnumType.STRING)
    private ImageKind kind;

    private String source;
    private String description;

    protected Image() {}

    public String name() {
        return name;
    }

    public ImageKind kind() {
        return kind;
    }

    public String source() {
        return source;
    }

    public String description() {
        return description;
    }
}
