package org.lamella.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanStoreTest {
    @TempDir
    Path folder;

    private static NodePlan plan(long generation) {
        return new NodePlan(
                generation,
                List.of(SliverPlan.plain("demo_a", Goal.RUNNING, "busybox", generation, 1)),
                List.of(new ImagePlan("busybox", ImageKind.BUSYBOX, "")));
    }

    private PlanStore loaded() throws IOException {
        PlanStore store = new PlanStore(folder);
        store.load();
        return store;
    }

    @Test
    void hasNoPlanBeforeItWasSentOne() throws IOException {
        assertThat(loaded().current()).isEqualTo(NodePlan.NONE);
    }

    @Test
    void findsWhatWasSaved() throws IOException {
        assertThat(loaded().save(plan(3))).isTrue();

        assertThat(loaded().current()).isEqualTo(plan(3));
    }

    @Test
    void takesAnyPlanAfterItHasForgottenOne() throws IOException {
        loaded().save(plan(3));

        loaded().forget();

        assertThat(loaded().current()).isEqualTo(NodePlan.NONE);
        assertThat(loaded().save(plan(1))).isTrue();
    }

    @Test
    void refusesAnOlderPlan() throws IOException {
        PlanStore store = loaded();
        store.save(plan(3));

        assertThat(store.save(plan(2))).isFalse();
        assertThat(store.current()).isEqualTo(plan(3));
        assertThat(loaded().save(plan(2))).isFalse();
    }

    @Test
    void takesThePlanItHasOnceMore() throws IOException {
        PlanStore store = loaded();
        store.save(plan(3));

        assertThat(store.save(plan(3))).isTrue();
    }

    @Test
    void goesOnFromTheOldPlanWhenKilledBeforeTheNewOneWasMoved() throws IOException {
        loaded().save(plan(3));
        Files.writeString(folder.resolve("plan.json.new"), "{\"generation\": 4, \"sliv");

        PlanStore store = loaded();

        assertThat(store.current()).isEqualTo(plan(3));
        assertThat(store.save(plan(4))).isTrue();
        assertThat(loaded().current()).isEqualTo(plan(4));
    }

    @Test
    void readsAPlanThatAnOlderAgentHasSaved() throws IOException {
        Files.writeString(
                folder.resolve("plan.json"),
                "{\"generation\": 3, \"slivers\": [{\"slice\": \"demo_a\", \"goal\": \"RUNNING\", \"image\": \"busybox\","
                        + " \"incarnation\": 1, \"generation\": 2, \"life\": {\"initscript\": \"#!\"}}], \"images\": []}");

        assertThat(loaded().current().slivers().getFirst().life()).isEqualTo(new SliverLife("#!"));
    }

    @Test
    void readsPromisesOfAnOlderAgentThatKnewNoCores() throws IOException {
        Files.writeString(
                folder.resolve("plan.json"),
                "{\"generation\": 3, \"slivers\": [{\"slice\": \"demo_a\", \"goal\": \"RUNNING\", \"image\": \"busybox\","
                        + " \"incarnation\": 1, \"generation\": 2, \"promise\": {\"cpu\": {\"reservedPercent\": 25.0,"
                        + " \"share\": 2.0}}}], \"images\": []}");

        assertThat(loaded().current().slivers().getFirst().promise().cpu()).isEqualTo(new SliverCpu(25, 2, 0));
    }

    @Test
    void setsADamagedPlanAside() throws IOException {
        for (String damaged : List.of("", "{\"generation\": 4, \"sliv", "{\"generation\": -1}", "null", "[]")) {
            Files.writeString(folder.resolve("plan.json"), damaged);
            PlanStore store = new PlanStore(folder);

            assertThatThrownBy(store::load)
                    .isInstanceOf(DamagedPlan.class)
                    .hasMessageContaining("plan.json")
                    .hasMessageContaining("set aside");
            assertThat(store.current()).isEqualTo(NodePlan.NONE);
            assertThat(loaded().current()).isEqualTo(NodePlan.NONE);
        }
        assertThat(Files.readString(folder.resolve("plan.json.damaged-2"))).startsWith("{\"generation\": 4");
    }

    @Test
    void keepsThePlanItHasWhenTheNewOneCannotBeWritten() throws IOException {
        PlanStore store = loaded();
        store.save(plan(3));
        Files.createDirectory(folder.resolve("plan.json.new"));

        assertThatThrownBy(() -> store.save(plan(4))).isInstanceOf(IOException.class);
        assertThat(store.current()).isEqualTo(plan(3));
    }
}
