package org.lamella.agent.host;

/** A stretch of a file, in bytes. */
public record FileRange(long offset, long length) {
    public long end() {
        return offset + length;
    }
}
