package org.lamella.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.lamella.agent.runtime.Execution;

/**
 * A program for x86-64 that makes the given system calls one after the other and writes what each returned, 8 bytes each. Made
 * of bytes, since a test's host need not have a compiler, and busybox makes few calls with the arguments of one's choice.
 */
final class StaticProgram {
    private static final long BASE = 0x40_0000;
    private static final int HEADERS = 64 + 56;
    private static final int CODE = 0x1000;
    private static final int RESULTS = 0xC000;
    private static final int DATA = 0xD000;
    private static final int SIZE = 0x1_0000;
    private static final int WRITE = 1;
    private static final int EXIT = 60;
    /** mov rdi, rsi, rdx, r10, r8, r9: imm64. */
    private static final int[][] LOAD = {
        {0x48, 0xBF}, {0x48, 0xBE}, {0x48, 0xBA}, {0x49, 0xBA}, {0x49, 0xB8}, {0x49, 0xB9}
    };

    private final ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final List<String> calls = new ArrayList<>();
    private int data = DATA;

    StaticProgram() {
        file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort((short) 2).putShort((short) 62).putInt(1);
        file.putLong(BASE + CODE).putLong(64).putLong(0).putInt(0);
        file.putShort((short) 64)
                .putShort((short) 56)
                .putShort((short) 1)
                .putShort((short) 64)
                .putInt(0);
        file.putInt(1)
                .putInt(7)
                .putLong(0)
                .putLong(BASE)
                .putLong(BASE)
                .putLong(SIZE)
                .putLong(SIZE)
                .putLong(0x1000);
        if (file.position() != HEADERS) {
            throw new IllegalStateException("the headers have " + file.position() + " bytes");
        }
        file.position(CODE);
    }

    static boolean runsHere() {
        return System.getProperty("os.arch").equals("amd64");
    }

    /** @return the address at which the text is while the program runs, as an argument for a call */
    long text(String text) {
        return bytes((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** @return the address of such bytes, which calls may change */
    long bytes(byte... bytes) {
        int at = data;
        file.put(at, bytes);
        data += (bytes.length + 7) & ~7;
        return BASE + at;
    }

    StaticProgram call(String name, long number, long... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            put(LOAD[i]);
            file.putLong(arguments[i]);
        }
        return enter(name, number);
    }

    /** A call whose first argument is what the last call returned. */
    StaticProgram callOnLast(String name, long number, long... others) {
        for (int i = 0; i < others.length; i++) {
            put(LOAD[i + 1]);
            file.putLong(others[i]);
        }
        // mov rax, [result of the last]; mov rdi, rax
        put(0x48, 0xA1);
        file.putLong(resultAt(calls.size() - 1));
        put(0x48, 0x89, 0xC7);
        return enter(name, number);
    }

    private StaticProgram enter(String name, long number) {
        system(number);
        // mov [result], rax
        put(0x48, 0xA3);
        file.putLong(resultAt(calls.size()));
        calls.add(name);
        return this;
    }

    private void system(long number) {
        // mov rax, number; syscall
        put(0x48, 0xB8);
        file.putLong(number);
        put(0x0F, 0x05);
    }

    private static long resultAt(int call) {
        return BASE + RESULTS + 8L * call;
    }

    private void put(int... code) {
        for (int octet : code) {
            file.put((byte) octet);
        }
    }

    byte[] toBytes() {
        int position = file.position();
        long[] write = {1, resultAt(0), 8L * calls.size()};
        for (int i = 0; i < write.length; i++) {
            put(LOAD[i]);
            file.putLong(write[i]);
        }
        system(WRITE);
        put(LOAD[0]);
        file.putLong(0);
        system(EXIT);
        if (file.position() > RESULTS || data > SIZE) {
            throw new IllegalStateException("too many calls");
        }
        byte[] whole = new byte[SIZE];
        file.get(0, whole);
        file.position(position);
        return whole;
    }

    /** @param returned a negative one is the kernel's error number */
    record Result(String call, long returned) {}

    List<Result> results(byte[] output) {
        if (output.length != 8 * calls.size()) {
            throw new IllegalStateException(
                    "not what the program writes: " + new String(output, StandardCharsets.ISO_8859_1));
        }
        ByteBuffer results = ByteBuffer.wrap(output).order(ByteOrder.LITTLE_ENDIAN);
        return LongStream.range(0, calls.size())
                .mapToObj(i -> new Result(calls.get((int) i), results.getLong()))
                .toList();
    }

    /** Puts it into a sliver, as a file that everybody there may run. */
    void install(TestNode node, String slice, String path) throws IOException, InterruptedException {
        try (Execution copy = node.exec(slice, "sh", "-c", "cat >" + path + " && chmod 755 " + path)) {
            try (OutputStream in = copy.stdin()) {
                in.write(toBytes());
            }
            if (copy.await() != 0) {
                throw new IOException("cannot write " + path + " in " + slice);
            }
        }
    }

    /** Runs it in a sliver, as root there. */
    List<Result> run(TestNode node, String slice) {
        try {
            install(node, slice, "/program");
            try (Execution program = node.exec(slice, "/program")) {
                program.stdin().close();
                return results(program.stdout().readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
