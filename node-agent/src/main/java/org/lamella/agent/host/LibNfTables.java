package org.lamella.agent.host;

import jnr.ffi.Pointer;

/** What the agent needs of libnftables(3). Public only because jnr-ffi implements it at run time. */
public interface LibNfTables {
    Pointer nft_ctx_new(int flags);

    int nft_ctx_buffer_output(Pointer context);

    int nft_ctx_buffer_error(Pointer context);

    String nft_ctx_get_output_buffer(Pointer context);

    String nft_ctx_get_error_buffer(Pointer context);

    void nft_ctx_output_set_flags(Pointer context, int flags);

    int nft_run_cmd_from_buffer(Pointer context, String commands);
}
