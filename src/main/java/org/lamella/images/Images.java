package org.lamella.images;

import java.util.Collection;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** All images. */
public interface Images extends Repository<Image, String> {
    /** What a slice runs on when it does not say. */
    String DEFAULT = "busybox";

    boolean existsByName(String name);

    List<Image> findByNameIn(Collection<String> names);

    List<Image> findByNameGreaterThanOrderByName(String after, Limit limit);
}
