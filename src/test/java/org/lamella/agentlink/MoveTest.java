package org.lamella.agentlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lamella.protocol.DiskBegin;
import org.lamella.protocol.DiskData;
import org.lamella.protocol.DiskEnd;
import org.lamella.protocol.DiskPart;
import org.lamella.protocol.DiskTaken;
import org.lamella.protocol.NodePlan;
import org.lamella.protocol.SliverGoal;
import org.lamella.protocol.SliverPlan;
import org.lamella.protocol.TransferRefused;
import org.lamella.testing.ControlPlaneTest;
import org.lamella.testing.Rest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A sliver goes to another node with its disk; wherever that breaks off, it is on the one node or on the other. */
@ControlPlaneTest
class MoveTest {
    private static final String MOVE = "/api/v1/slices/demo_a/slivers/node1/move";
    private static final int CHUNK = 128 * 1024;

    @Autowired
    private Rest rest;

    @Autowired
    private Agents agents;

    @Autowired
    private JdbcClient jdbc;

    private ScriptedAgent one;
    private ScriptedAgent two;
    private AgentStream first;
    private AgentStream second;

    @BeforeEach
    void runOnTheFirstOfTwoNodes() {
        one = agents.joined("node1");
        two = agents.joined("node2");
        first = one.attach();
        second = two.attach();
        await().until(() -> !first.plans().isEmpty() && !second.plans().isEmpty());
        rest.post("/api/v1/slices", "{\"name\": \"demo_a\", \"slivers\": {\"nodes\": [\"node1\"]}}");
        first.runAll(1);
        await().until(() -> state("node1").equals("RUNNING"));
    }

    private String state(String node) {
        return rest.get("/api/v1/slices/demo_a/slivers/" + node)
                .json()
                .path("state")
                .asString("");
    }

    private String reason(String node) {
        return rest.get("/api/v1/slices/demo_a/slivers/" + node)
                .json()
                .path("reason")
                .asString("");
    }

    /** Asks for the move. @return the transfer's number */
    private long move() {
        var answer = rest.post(MOVE, "{\"to\": \"node2\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        await().until(() -> newest(first).getSlivers(0).getDisk().getSendAs() != 0
                && newest(second).getArrivingCount() == 1);
        return newest(second).getArriving(0).getTransfer();
    }

    private static NodePlan newest(AgentStream stream) {
        return stream.plans().getLast();
    }

    private static DiskPart begin(long transfer, long bytes) {
        return DiskPart.newBuilder()
                .setTransfer(transfer)
                .setBegin(DiskBegin.newBuilder()
                        .setBytes(bytes)
                        .setDataBytes(bytes)
                        .setImage("busybox"))
                .build();
    }

    private static DiskPart data(long offset) {
        return DiskPart.newBuilder()
                .setData(DiskData.newBuilder().setOffset(offset).setBytes(ByteString.copyFrom(new byte[CHUNK])))
                .build();
    }

    private static DiskTaken.Builder taken(long transfer) {
        return DiskTaken.newBuilder().setTransfer(transfer);
    }

    @Test
    void isStoppedCopiedAndOnlyThenTheOthers() {
        assertThat(rest.post("/api/v1/slices/demo_a/ports", "{\"port\": 80, \"node\": \"node1\", \"nodePort\": 20080}")
                        .status())
                .isEqualTo(201);
        assertThat(rest.put("/api/v1/slices/demo_a/slivers/node1/reservation", "{\"cpuPercent\": 20}")
                        .status())
                .isEqualTo(200);
        long transfer = move();
        SliverPlan stopping = newest(first).getSlivers(0);
        assertThat(stopping.getGoal()).isEqualTo(SliverGoal.SLIVER_GOAL_STOPPED);
        assertThat(stopping.getDisk().getSendAs()).isEqualTo(transfer);
        assertThat(newest(second).getSliversCount()).isZero();
        assertThat(newest(second).getArriving(0).getIncarnation()).isEqualTo(stopping.getIncarnation());
        assertThat(newest(second).getImagesCount()).isEqualTo(1);

        var taker = TransferEnd.taking(two, taken(transfer).setReady(true).build());
        var sender = TransferEnd.sending(one, begin(transfer, 2 * CHUNK));
        sender.send(data(0));
        sender.send(data(CHUNK));
        sender.send(DiskPart.newBuilder()
                .setEnd(DiskEnd.newBuilder().setDigest("d1"))
                .build());
        await().until(() -> taker.received().size() == 4);
        assertThat(taker.received().getLast().getEnd().getDigest()).isEqualTo("d1");
        await().until(() -> reason("node1").contains("100 %, " + 2 * CHUNK + " of " + 2 * CHUNK + " bytes"));
        assertThat(newest(second).getSliversCount())
                .as("not before it has said that it has it")
                .isZero();

        taker.send(taken(transfer).setKept(true).build());

        SliverPlan there = second.awaitPlan(1).getSlivers(0);
        assertThat(there.getIncarnation()).isEqualTo(stopping.getIncarnation());
        assertThat(there.getGoal()).isEqualTo(SliverGoal.SLIVER_GOAL_RUNNING);
        assertThat(there.getDisk().getBroughtBy()).isEqualTo(transfer);
        first.awaitPlan(0);
        await().until(() -> !sender.received().isEmpty());
        assertThat(sender.received().getFirst().getKept()).isTrue();
        second.reportAllRunning();
        await().until(() -> state("node2").equals("RUNNING"));
        assertThat(rest.get("/api/v1/slices/demo_a/slivers/node1").status()).isEqualTo(404);
        assertThat(rest.get("/api/v1/slices/demo_a/ports").texts("items", "node"))
                .containsExactly("node2");
        assertThat(rest.get("/api/v1/nodes/node1/cpu").json().path("reservations"))
                .isEmpty();
        assertThat(rest.get("/api/v1/audit?object=demo_a&limit=50").text())
                .contains("sliver-move-begun", "sliver-moved");
        assertThat(jdbc.sql("select name, slivers from nodes order by name")
                        .query((row, number) -> row.getString(1) + row.getInt(2))
                        .list())
                .containsExactly("node10", "node21");
        rest.put("/api/v1/slices/demo_a/slivers/node2/disk", "{\"bytes\": 6000000000}");
        await().until(() -> newest(second).getSlivers(0).getDisk().getBytes() == 6_000_000_000L);
        assertThat(newest(second).getSlivers(0).getDisk().getBroughtBy())
                .as("known to be there")
                .isZero();
    }

    @Test
    void beginsAnewWhenEitherNodeGoesAwayAndEndsWhereItIsWhenCalledOff() {
        long transfer = move();
        var taker = TransferEnd.taking(two, taken(transfer).setReady(true).build());
        var sender = TransferEnd.sending(one, begin(transfer, 10 * CHUNK));
        sender.send(data(0));
        await().until(() -> taker.received().size() == 2);
        taker.cut();
        assertThat(sender.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);

        var again = TransferEnd.taking(two, taken(transfer).setReady(true).build());
        var anew = TransferEnd.sending(one, begin(transfer, 10 * CHUNK));
        await().until(() -> again.received().size() == 1);
        anew.cut();
        assertThat(again.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);

        assertThat(rest.delete(MOVE).status()).isEqualTo(204);
        await().until(() -> newest(first).getSlivers(0).getGoal() == SliverGoal.SLIVER_GOAL_RUNNING
                && newest(second).getArrivingCount() == 0);
        var late = TransferEnd.taking(two, taken(transfer).setKept(true).build());
        assertThat(late.awaitEnd().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(newest(second).getSliversCount()).isZero();
    }

    @Test
    void staysWhenTheOtherNodeCannotTakeIt() {
        long transfer = move();
        var taker = TransferEnd.taking(two, taken(transfer).setReady(true).build());
        var sender = TransferEnd.sending(one, begin(transfer, CHUNK));
        await().until(() -> taker.received().size() == 1);

        taker.send(taken(transfer)
                .setRefused(TransferRefused.newBuilder().setReason("the node has 3 MB of disk left"))
                .build());

        assertThat(sender.awaitEnd().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        await().until(() -> newest(first).getSlivers(0).getGoal() == SliverGoal.SLIVER_GOAL_RUNNING);
        assertThat(reason("node1")).isEqualTo("not moved to node2: the node has 3 MB of disk left");
        assertThat(rest.delete(MOVE).status()).isEqualTo(204);
        assertThat(reason("node1")).isEmpty();
    }

    @Test
    void isTakenFromTheNodeThatAlreadyHasItWhenItsWordWasLost() {
        long transfer = move();
        TransferEnd.taking(two, taken(transfer).setKept(true).build());
        assertThat(second.awaitPlan(1).getSlivers(0).getDisk().getBroughtBy()).isEqualTo(transfer);
        first.awaitPlan(0);
    }

    @Test
    void isNoBusinessOfOtherNodes() {
        long transfer = move();
        assertThat(TransferEnd.taking(one, taken(transfer).setKept(true).build())
                        .awaitEnd()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(TransferEnd.sending(two, begin(transfer, CHUNK)).awaitEnd().getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
        assertThat(newest(second).getSliversCount()).isZero();
    }

    @Test
    void isRefusedWhereASliverCouldNotBePut() {
        assertThat(rest.post(MOVE, "{\"to\": \"node9\"}").status()).isEqualTo(400);
        assertThat(rest.post(MOVE, "{\"to\": \"node1\"}").status()).isEqualTo(409);
        assertThat(rest.post(MOVE, "{}").wrongFields()).containsExactly("to");
        rest.post("/api/v1/nodes/node2/drain", "{\"reason\": \"a fan is broken\"}");
        var drained = rest.post(MOVE, "{\"to\": \"node2\"}");
        assertThat(drained.status()).isEqualTo(409);
        assertThat(drained.text()).contains("a fan is broken");
        rest.delete("/api/v1/nodes/node2/drain");
        move();
        assertThat(rest.post(MOVE, "{\"to\": \"node2\"}").text()).contains("is moving to node2 already");
    }

    @Test
    void passesNoMoreThanIsTaken() {
        long transfer = move();
        var taker =
                TransferEnd.takingNothing(two, taken(transfer).setReady(true).build());
        var sender = TransferEnd.sending(one, begin(transfer, 1L << 40));
        int sent = sender.sendUntilHeldUp(data(0), 800);
        assertThat(sent).as("chunks of 128 KiB under way").isLessThan(200);
        taker.cut();
        sender.cut();
        await().atMost(Duration.ofSeconds(30)).until(() -> sender.awaitEnd() != null);
    }
}
