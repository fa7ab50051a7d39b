package org.lamella.nodes;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whether nodes' disks serve slivers by their shares, as the nodes' agents have found it. */
@Component
public class NodeDiskWeights {
    private static final int LONGEST = 300;

    private final JdbcClient jdbc;

    NodeDiskWeights(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    public void found(long nodeId, String words) {
        String kept = words.length() > LONGEST ? words.substring(0, LONGEST) : words;
        jdbc.sql("update nodes set disk_weights = ? where id = ? and disk_weights <> ?")
                .params(kept, nodeId, kept)
                .update();
    }
}
