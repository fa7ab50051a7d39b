package org.lamella.nodes;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whether processes could be moved between nodes while they run, as the nodes' agents have found it. */
@Component
public class NodeCheckpoints {
    private static final int LONGEST = 300;

    private final JdbcClient jdbc;

    NodeCheckpoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    public void found(long nodeId, String words) {
        jdbc.sql("update nodes set checkpoints = ? where id = ? and checkpoints <> ?")
                .params(cut(words), nodeId, cut(words))
                .update();
    }

    /** @return empty where no agent has said so */
    @Transactional(readOnly = true)
    public String of(String node) {
        return jdbc.sql("select checkpoints from nodes where name = ?")
                .param(node)
                .query(String.class)
                .optional()
                .orElse("");
    }

    private static String cut(String words) {
        return words.length() > LONGEST ? words.substring(0, LONGEST) : words;
    }
}
