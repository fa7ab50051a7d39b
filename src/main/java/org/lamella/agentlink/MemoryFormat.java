package org.lamella.agentlink;

import java.util.Optional;
import java.util.UUID;
import org.lamella.protocol.MemoryUser;
import org.lamella.slivers.MemoryReset;
import org.lamella.slivers.MemoryReset.MemoryHolder;
import org.lamella.slivers.MemoryResets;

/** Reads what nodes' watchdogs did. */
final class MemoryFormat {
    private static final int PROCESSES = 5;

    private MemoryFormat() {}

    /** Empty for one whose id is none, which cannot be stored once. */
    static Optional<MemoryResets.Told> reset(org.lamella.protocol.MemoryReset message, String node) {
        try {
            return Optional.of(new MemoryResets.Told(
                    UUID.fromString(message.getId()),
                    new MemoryReset(
                            node,
                            WireFormat.text(message.getSlice()),
                            WireFormat.since(message.getAtMillis()),
                            WireFormat.amount(message.getUsedBytes()),
                            WireFormat.amount(message.getGuaranteedBytes()),
                            WireFormat.amount(message.getAvailableBytes()),
                            WireFormat.amount(message.getTotalBytes()),
                            WireFormat.amount(message.getSwapUsedBytes()),
                            WireFormat.amount(message.getSwapBytes()),
                            message.getLastResort(),
                            message.getProcessesList().stream()
                                    .limit(PROCESSES)
                                    .map(MemoryFormat::holder)
                                    .toList())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static MemoryHolder holder(MemoryUser process) {
        return new MemoryHolder(
                WireFormat.amount(process.getPidInside()),
                WireFormat.text(process.getCommand()),
                WireFormat.amount(process.getBytes()));
    }
}
