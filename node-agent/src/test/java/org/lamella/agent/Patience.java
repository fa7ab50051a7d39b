package org.lamella.agent;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Every test of this module waits long enough for a machine that does other things, too: 10 s, the usual, are not. One that is emulated needs
 * {@code -Dlamella.test.patience} with so many seconds.
 */
public final class Patience implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(Integer.getInteger("lamella.test.patience", 30)));
    }
}
