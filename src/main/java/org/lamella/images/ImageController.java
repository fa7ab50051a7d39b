package org.lamella.images;

import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.web.Page;
import org.springframework.data.domain.Limit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ImageController {
    private final Images images;

    record ImageView(String name, ImageKind kind, String source, String description) {}

    ImageController(Images images) {
        this.images = images;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/images")
    Page<ImageView> list(Page.Request page) {
        return page.of(
                images.findByNameGreaterThanOrderByName(page.after(), Limit.of(page.fetch())),
                image -> new ImageView(image.name(), image.kind(), image.source(), image.description()),
                ImageView::name);
    }
}
