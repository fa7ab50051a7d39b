package org.lamella.slivers;

import java.util.List;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.lamella.nodes.NodeViews;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NodeImageController {
    private final NodeViews nodes;
    private final NodeImages images;

    /**
     * The images on a node.
     *
     * @param aloneBytes what their files would take if each image had them for itself
     * @param heldBytes what they take, equal files of several images being one
     */
    record NodeImagesView(
            String node,
            long aloneFiles,
            long aloneBytes,
            long heldFiles,
            long heldBytes,
            List<ImagesOnNode.Held> images) {}

    NodeImageController(NodeViews nodes, NodeImages images) {
        this.nodes = nodes;
        this.images = images;
    }

    /** Which images a node holds, and what unification saves there; as of when it last said so. */
    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/nodes/{name}/images")
    NodeImagesView images(@PathVariable String name) {
        String node = nodes.get(name).name();
        ImagesOnNode there = images.on(node);
        return new NodeImagesView(
                node,
                there.alone().files(),
                there.alone().bytes(),
                there.held().files(),
                there.held().bytes(),
                there.images());
    }
}
