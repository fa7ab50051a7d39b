package org.lamella.images;

import java.util.List;
import org.lamella.web.NoSuchThing;
import org.lamella.web.Page;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads images as people see them. */
@Component
public class ImageViews {
    private static final String SELECT = """
            select i.name, i.kind, i.source, i.description, a.digest, a.bytes as archive_bytes, a.format,
              (select count(*) from image_users u where u.image = i.name) as slices,
              (select count(distinct n.node_id) from node_images n where n.name = i.name and n.source = i.source) as nodes,
              i.version, i.changed_at
            from images i left join image_archives a on a.digest = i.archive""";

    private final JdbcClient jdbc;

    ImageViews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    public Page<ImageView> list(Page.Request page) {
        List<ImageView> images = jdbc.sql(SELECT + " where i.name > ? order by i.name limit ?")
                .params(page.after(), page.fetch())
                .query(ImageView.class)
                .list();
        return page.of(images, image -> image, ImageView::name);
    }

    /** @throws NoSuchThing when there is none */
    @Transactional(readOnly = true)
    public ImageView get(String name) {
        return jdbc.sql(SELECT + " where i.name = ?")
                .param(name)
                .query(ImageView.class)
                .optional()
                .orElseThrow(() -> new NoSuchThing("image", name));
    }

    /** In the order of their names. */
    @Transactional(readOnly = true)
    public List<String> users(String name, int limit) {
        return jdbc.sql("select slice from image_users where image = ? order by slice limit ?")
                .params(name, limit)
                .query(String.class)
                .list();
    }
}
