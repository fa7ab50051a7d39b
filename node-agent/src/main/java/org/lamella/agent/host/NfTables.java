package org.lamella.agent.host;

import java.io.IOException;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;

/**
 * The kernel's packet rules, by libnftables: what {@code nft} is made of, without a process for each change. Of the network
 * namespace in which it was opened.
 */
public final class NfTables {
    private static final int DEFAULT = 0;
    private static final int JSON = 1 << 4;

    private final LibNfTables library;
    private final Pointer context;

    private NfTables(LibNfTables library, Pointer context) {
        this.library = library;
        this.context = context;
    }

    /** @throws IOException when this host does not have it, and how to get it */
    public static NfTables open() throws IOException {
        try {
            LibNfTables library =
                    LibraryLoader.create(LibNfTables.class).failImmediately().load("libnftables.so.1");
            Pointer context = library.nft_ctx_new(DEFAULT);
            library.nft_ctx_buffer_output(context);
            library.nft_ctx_buffer_error(context);
            return new NfTables(library, context);
        } catch (UnsatisfiedLinkError e) {
            throw new IOException("this host has no libnftables.so.1: apt-get install nftables", e);
        }
    }

    /**
     * Does all of it, or nothing.
     *
     * @param commands one a line, as in a file for {@code nft -f}
     * @throws IOException with the kernel's words, or the library's
     */
    public synchronized void change(String commands) throws IOException {
        run(DEFAULT, commands);
    }

    /** @return as {@code nft -j} prints it */
    public synchronized String list(String what) throws IOException {
        return run(JSON, "list " + what);
    }

    private String run(int flags, String commands) throws IOException {
        library.nft_ctx_output_set_flags(context, flags);
        int failed = library.nft_run_cmd_from_buffer(context, commands);
        // Each is emptied by being read.
        String output = library.nft_ctx_get_output_buffer(context);
        String error = library.nft_ctx_get_error_buffer(context);
        if (failed != 0) {
            throw new IOException("nft failed: " + error.strip());
        }
        return output;
    }
}
