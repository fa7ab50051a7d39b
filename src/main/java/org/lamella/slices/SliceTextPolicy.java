package org.lamella.slices;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.lamella.images.Images;
import org.lamella.web.FieldError;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The image exists, the description is not too long, the URL is one that a browser can open. */
@Component
@Order(2)
class SliceTextPolicy implements SlicePolicy {
    private static final int LONGEST = 2048;

    private final Images images;

    SliceTextPolicy(Images images) {
        this.images = images;
    }

    @Override
    public List<FieldError> objections(SliceRequest request) {
        return objections(request.image(), request.description(), request.url());
    }

    List<FieldError> objections(String image, String description, String url) {
        List<FieldError> errors = new ArrayList<>();
        if (!images.existsByName(image)) {
            errors.add(FieldError.invalid("image", "there is no image " + image));
        }
        if (description.length() > LONGEST) {
            errors.add(FieldError.invalid(
                    "description", "has " + description.length() + " characters, at most " + LONGEST));
        }
        if (!url.isEmpty() && !isWebAddress(url)) {
            errors.add(FieldError.invalid(
                    "url", "must be an http or https address of at most " + LONGEST + " characters"));
        }
        return errors;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null && text.length() <= LONGEST;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
