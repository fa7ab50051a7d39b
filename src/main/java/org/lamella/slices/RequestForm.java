package org.lamella.slices;

import java.util.List;
import java.util.Objects;
import org.lamella.images.Images;
import org.lamella.web.FieldError;

/** The form by which a slice is asked for, as it was typed: nothing of it is lost when something is wrong. */
record RequestForm(String name, String image, String description, String url) {
    RequestForm {
        name = Objects.requireNonNullElse(name, "").strip();
        image = Objects.requireNonNullElse(image, Images.DEFAULT);
        description = Objects.requireNonNullElse(description, "").strip();
        url = Objects.requireNonNullElse(url, "").strip();
    }

    SliceRequest wanted() {
        return new SliceRequest(name, image, description, url, Placement.NOWHERE);
    }

    public boolean isWrong(String field, List<FieldError> errors) {
        return errors.stream().anyMatch(error -> error.field().equals(field));
    }
}
