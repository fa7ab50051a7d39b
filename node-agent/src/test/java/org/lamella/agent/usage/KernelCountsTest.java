package org.lamella.agent.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelCountsTest {
    @Test
    void readsWhatDisksDidOfEitherVersionWithoutCountingASliversOwnDiskTwice() {
        String v2 = """
                7:3 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0
                8:0 rbytes=1000 wbytes=2000 rios=1 wios=2 dbytes=0 dios=0
                8:16 rbytes=1 wbytes=2 rios=1 wios=2 dbytes=0 dios=0
                """;
        assertThat(KernelCounts.sum(v2, false)).isEqualTo(1001);
        assertThat(KernelCounts.sum(v2, true)).isEqualTo(2002);
        String v1 = """
                7:3 Read 4096
                7:3 Write 8192
                8:0 Read 1000
                8:0 Write 2000
                8:0 Sync 3000
                8:0 Total 3000
                Total 15288
                """;
        assertThat(KernelCounts.sumV1(v1, false)).isEqualTo(1000);
        assertThat(KernelCounts.sumV1(v1, true)).isEqualTo(2000);
        assertThat(KernelCounts.sumV1("Total 0", true)).isZero();
    }

    @Test
    void readsOneNumberOfMany() {
        String stat = "active_file 5\ninactive_file 7\ntotal_inactive_file 9";
        assertThat(KernelCounts.number(stat, "inactive_file")).isEqualTo(7);
        assertThat(KernelCounts.number(stat, "total_inactive_file")).isEqualTo(9);
        assertThat(KernelCounts.number(stat, "shmem")).isEqualTo(Counted.NOT);
    }
}
