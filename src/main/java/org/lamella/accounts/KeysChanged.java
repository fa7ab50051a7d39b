package org.lamella.accounts;

import java.util.List;

/**
 * Told within the transaction that changes it: these accounts have other ssh keys, or theirs now open more, or less.
 *
 * @param accounts their ids
 */
public record KeysChanged(List<Long> accounts) {
    public KeysChanged {
        accounts = List.copyOf(accounts);
    }
}
