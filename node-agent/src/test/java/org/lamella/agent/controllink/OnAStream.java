package org.lamella.agent.controllink;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what is said on a stream that stands: its first report has come, and heartbeats follow each other fast. */
abstract class OnAStream {
    @TempDir
    Path state;

    FakeControlPlane controlPlane;
    TestNode node;
    FakeStream stream;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        controlPlane = new FakeControlPlane();
        controlPlane.heartbeatMillis = 100;
        node = new TestNode(state);
        node.attach(controlPlane);
        stream = controlPlane.awaitStream();
        stream.awaitReport();
    }

    @AfterEach
    void stop() throws InterruptedException {
        node.close();
        controlPlane.close();
    }
}
