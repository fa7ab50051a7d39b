package org.lamella.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lamella.agent.TestNode.BUSYBOX;

import org.junit.jupiter.api.Test;
import org.lamella.agent.plan.Goal;
import org.lamella.agent.plan.SliverLife;
import org.lamella.agent.plan.SliverPlan;
import org.lamella.agent.reconcile.SliverState;

@OnKernel
class InitscriptTest {
    private static SliverPlan sliver(Goal goal, String initscript) {
        return SliverPlan.plain("demo_a", goal, BUSYBOX.name(), 1, 1).with(new SliverLife(initscript));
    }

    @Test
    void runsAsRootInsideAtEveryStart() throws Exception {
        String script = "#!/bin/sh\necho \"$(id -u) $(hostname)\"\necho once >> /root-was-here\n";
        try (TestNode node = TestNode.started()) {
            node.apply(sliver(Goal.RUNNING, script));
            node.awaitState("demo_a", SliverState.RUNNING);
            await().until(() ->
                    node.output("demo_a", "cat", "/var/log/initscript.log").equals("0 demo-a"));
            await().until(() -> node.output("demo_a", "cat", "/root-was-here").equals("once"));

            node.apply(sliver(Goal.STOPPED, script));
            node.awaitState("demo_a", SliverState.STOPPED);
            node.apply(sliver(Goal.RUNNING, script));
            node.awaitState("demo_a", SliverState.RUNNING);
            await().until(() -> node.output("demo_a", "cat", "/root-was-here").equals("once\nonce"));
        }
    }

    @Test
    void isNotRunAgainByARestartOfTheAgent() throws Exception {
        try (TestNode node = TestNode.started()) {
            SliverPlan sliver = sliver(Goal.RUNNING, "#!/bin/sh\necho once >> /root-was-here\n");
            node.apply(sliver);
            node.awaitState("demo_a", SliverState.RUNNING);
            await().until(() -> node.output("demo_a", "cat", "/root-was-here").equals("once"));
            node.restart();
            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(node.output("demo_a", "cat", "/root-was-here")).isEqualTo("once");
        }
    }

    @Test
    void runsAnotherBeforeItAtTheFirstStartOnADisk() throws Exception {
        SliverLife life = new SliverLife(
                "#!/bin/sh\necho each >> /ran\n",
                "#!/bin/sh\necho first >> /ran\necho said by the first\n",
                0,
                0,
                false);
        try (TestNode node = TestNode.started()) {
            node.apply(TestNode.running("demo_a", 1).with(life));
            await().until(() -> node.output("demo_a", "cat", "/ran").equals("first\neach"));
            node.apply(TestNode.running("demo_a", 1)
                    .with(new SliverLife(life.initscript(), life.firstInitscript(), 1, 0, false)));
            await().until(() -> node.output("demo_a", "cat", "/ran").equals("first\neach\neach"));
            // Another disk, another first start.
            node.apply(TestNode.running("demo_a", 2).with(life));
            await().until(() -> node.output("demo_a", "cat", "/ran").equals("first\neach"));
            assertThat(node.output("demo_a", "cat", "/var/log/initscript.log")).isEqualTo("said by the first");
        }
    }

    @Test
    void runsTheFirstAgainUntilItHasSucceeded() throws Exception {
        SliverLife life =
                new SliverLife("", "#!/bin/sh\necho tried >> /ran\n[ \"$(wc -l < /ran)\" -ge 2 ]\n", 0, 0, false);
        try (TestNode node = TestNode.started()) {
            node.apply(TestNode.running("demo_a", 1).with(life));
            assertThat(node.awaitState("demo_a", SliverState.DEGRADED).reason()).contains("initscript failed");
            node.apply(TestNode.running("demo_a", 1).with(new SliverLife("", life.firstInitscript(), 1, 0, false)));
            await().until(() -> node.output("demo_a", "cat", "/ran").equals("tried\ntried"));
            node.apply(TestNode.running("demo_a", 1).with(new SliverLife("", life.firstInitscript(), 2, 0, false)));
            assertThat(node.awaitState("demo_a", SliverState.RUNNING).reason()).isEmpty();
            assertThat(node.output("demo_a", "cat", "/ran")).isEqualTo("tried\ntried");
        }
    }

    @Test
    void degradesItsSliverWhenItFails() throws Exception {
        try (TestNode node = TestNode.started()) {
            SliverPlan failing = sliver(Goal.RUNNING, "#!/bin/sh\necho nothing works >&2\nexit 3\n");
            node.apply(failing);
            await().ignoreExceptions()
                    .until(() -> node.output("demo_a", "cat", "/var/log/initscript.log")
                            .equals("nothing works\nthe initscript ended with 3"));
            node.apply(failing);
            assertThat(node.awaitState("demo_a", SliverState.DEGRADED).reason()).contains("/var/log/initscript.log");
        }
    }

    @Test
    void keepsTheSliverUpWhenItIsNoProgram() throws Exception {
        try (TestNode node = TestNode.started()) {
            node.apply(sliver(Goal.RUNNING, "\u0001 not a program"));
            node.awaitState("demo_a", SliverState.RUNNING);
            assertThat(node.output("demo_a", "hostname")).isEqualTo("demo-a");
        }
    }
}
