package org.lamella.slivers;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.lamella.outbox.Outbox;
import org.lamella.outbox.Topic;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What nodes have said of the images that they hold. */
@Component
public class NodeImages {
    /** More than a node could sensibly hold; the rest is not kept. */
    private static final int MOST = 1_000;

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;

    NodeImages(JdbcClient jdbc, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @return false when the stream that this came by is not the node's newest: it should be closed */
    @Transactional
    public boolean said(long nodeId, long epoch, ImagesOnNode images) {
        Optional<String> node = jdbc.sql("select name from nodes where id = ? and session_epoch = ? for no key update")
                .params(nodeId, epoch)
                .query(String.class)
                .optional();
        if (node.isEmpty()) {
            return false;
        }
        jdbc.sql("delete from node_images where node_id = ?").param(nodeId).update();
        for (ImagesOnNode.Held image : images.images().stream().limit(MOST).toList()) {
            jdbc.sql("""
                            insert into node_images (node_id, name, digest, source, files, bytes)
                            values (?, ?, ?, ?, ?, ?) on conflict do nothing""")
                    .params(nodeId, image.name(), image.digest(), image.source(), image.files(), image.bytes())
                    .update();
        }
        jdbc.sql("""
                        insert into node_image_totals
                          (node_id, alone_files, alone_bytes, held_files, held_bytes, said_at)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (node_id) do update set alone_files = excluded.alone_files,
                          alone_bytes = excluded.alone_bytes, held_files = excluded.held_files,
                          held_bytes = excluded.held_bytes, said_at = excluded.said_at""")
                .params(
                        nodeId,
                        images.alone().files(),
                        images.alone().bytes(),
                        images.held().files(),
                        images.held().bytes(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        outbox.append(Topic.NODE, node.get());
        return true;
    }

    /** What the node has said last; nothing when it never has. */
    @Transactional(readOnly = true)
    public ImagesOnNode on(String node) {
        List<ImagesOnNode.Held> images =
                jdbc.sql("""
                        select i.name, i.digest, i.source, i.files, i.bytes
                        from node_images i join nodes n on n.id = i.node_id
                        where n.name = ? order by i.name, i.digest limit ?""").params(node, MOST).query(ImagesOnNode.Held.class).list();
        return jdbc.sql("""
                        select alone_files, alone_bytes, held_files, held_bytes
                        from node_image_totals t join nodes n on n.id = t.node_id where n.name = ?""")
                .param(node)
                .query((row, number) -> new ImagesOnNode(
                        new ImagesOnNode.Amount(row.getLong("alone_files"), row.getLong("alone_bytes")),
                        new ImagesOnNode.Amount(row.getLong("held_files"), row.getLong("held_bytes")),
                        images))
                .optional()
                .orElse(ImagesOnNode.NONE);
    }
}
