package org.lamella.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import tools.jackson.databind.JsonNode;

/** The frames of one WebSocket, from the server's side. */
final class FakeSession {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** A message of the client; text and binary ones have their content, a close frame has none. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares messages
    record Message(boolean text, boolean closed, byte[] content) {
        JsonNode json() {
            return Json.parse(new String(content, UTF_8));
        }
    }

    private final DataInputStream in;
    private final DataOutputStream out;

    FakeSession(Socket socket) throws IOException {
        in = FakeExecServer.buffered(socket);
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** The next message; a connection that ends without a close frame counts as one. */
    Message read() throws IOException {
        var content = new ByteArrayOutputStream();
        var text = false;
        while (true) {
            int first = in.read();
            int opcode = first & 0x0f;
            if (first < 0 || opcode == CLOSE) {
                return new Message(false, true, new byte[0]);
            }
            var payload = payload();
            if (opcode == PONG || opcode == PING) {
                continue;
            }
            text = opcode == CONTINUATION ? text : opcode == TEXT;
            content.write(payload);
            if ((first & FINAL) != 0) {
                return new Message(text, false, content.toByteArray());
            }
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        long length = switch (second & 0x7f) {
            case 126 -> in.readUnsignedShort();
            case 127 -> in.readLong();
            default -> second & 0x7f;
        };
        if ((second & MASKED) == 0) {
            throw new IOException("a client's frame must be masked");
        }
        var mask = in.readNBytes(4);
        var bytes = in.readNBytes(Math.toIntExact(length));
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i % 4];
        }
        return bytes;
    }

    void text(String json) throws IOException {
        frame(FINAL | TEXT, json.getBytes(UTF_8), 0, json.getBytes(UTF_8).length);
    }

    void ping() throws IOException {
        frame(FINAL | PING, new byte[] {7}, 0, 1);
    }

    /** Output in one frame: 1 is standard output, 2 standard error. */
    void output(int stream, byte[] data) throws IOException {
        var marked = marked(stream, data);
        frame(FINAL | BINARY, marked, 0, marked.length);
    }

    /** Output in frames of a single byte each, with a ping between every two. */
    void outputInPieces(int stream, byte[] data) throws IOException {
        var marked = marked(stream, data);
        for (int i = 0; i < marked.length; i++) {
            int last = i == marked.length - 1 ? FINAL : 0;
            frame(last | (i == 0 ? BINARY : CONTINUATION), marked, i, 1);
            ping();
        }
    }

    private static byte[] marked(int stream, byte[] data) {
        var marked = new byte[1 + data.length];
        marked[0] = (byte) stream;
        System.arraycopy(data, 0, marked, 1, data.length);
        return marked;
    }

    /** Ends the session as the control plane does: the exit code, a close frame, and patience until the client goes. */
    void exit(int code) throws IOException {
        text("{\"exit\":" + code + "}");
        close(1000);
        awaitClosed();
    }

    /** Reads on, past whatever still comes, until the client has closed. */
    void awaitClosed() throws IOException {
        for (var message = read(); !message.closed(); message = read()) {}
    }

    void close(int status) throws IOException {
        frame(FINAL | CLOSE, new byte[] {(byte) (status >> 8), (byte) status}, 0, 2);
    }

    private void frame(int first, byte[] bytes, int from, int length) throws IOException {
        out.writeByte(first);
        if (length < 126) {
            out.writeByte(length);
        } else if (length < 1 << 16) {
            out.writeByte(126);
            out.writeShort(length);
        } else {
            out.writeByte(127);
            out.writeLong(length);
        }
        out.write(bytes, from, length);
        out.flush();
    }
}
