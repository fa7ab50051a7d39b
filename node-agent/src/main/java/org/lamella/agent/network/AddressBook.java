package org.lamella.agent.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.lamella.agent.host.AtomicFile;
import org.lamella.agent.plan.SliverNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which sliver has which address. A sliver keeps its address until it is destroyed, across stops and restarts of the agent.
 *
 * <p>The file is replaced whole and not synced: after a power cut no context runs, so an address that was forgotten can be
 * given anew.
 */
public final class AddressBook {
    private static final Logger log = LoggerFactory.getLogger(AddressBook.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final Subnet subnet;
    private final Map<String, String> addresses;
    private final Map<String, String> reserved = new HashMap<>();

    public AddressBook(Path file, Subnet subnet) throws IOException {
        this.file = file;
        this.subnet = subnet;
        this.addresses = load(file);
        addresses.values().removeIf(address -> !subnet.contains(address));
    }

    private static Map<String, String> load(Path file) throws IOException {
        try {
            Map<String, String> saved =
                    JSON.readValue(Files.readString(file), new TypeReference<TreeMap<String, String>>() {});
            return Objects.requireNonNullElseGet(saved, TreeMap::new);
        } catch (NoSuchFileException e) {
            return new TreeMap<>();
        } catch (JacksonException e) {
            log.warn("{} is damaged; stopped slivers get new addresses: {}", file, e.getOriginalMessage());
            return new TreeMap<>();
        }
    }

    /** Remembers which addresses the plan gives to which slices, so that no other gets one of them. */
    public synchronized void reserve(Map<String, SliverNetwork> wishes) {
        reserved.clear();
        wishes.forEach((slice, wish) -> {
            if (!wish.address().isEmpty()) {
                reserved.putIfAbsent(wish.address(), slice);
            }
        });
    }

    /**
     * The sliver's address, given now if it has none.
     *
     * @param wanted the one that it must have; empty: any, the one that it has
     * @throws IOException when another has it, it is not of this node, or none is left
     */
    public synchronized String of(String slice, String wanted) throws IOException {
        return wanted.isEmpty() ? any(slice) : exactly(slice, wanted);
    }

    private String exactly(String slice, String wanted) throws IOException {
        if (!subnet.contains(wanted)) {
            throw new IOException(slice + " wants the address " + wanted + ", and this node has those of " + subnet);
        }
        for (Map.Entry<String, String> taken : addresses.entrySet()) {
            if (taken.getValue().equals(wanted) && !taken.getKey().equals(slice)) {
                throw new IOException(slice + " wants the address " + wanted + ", which " + taken.getKey() + " has");
            }
        }
        if (!wanted.equals(addresses.put(slice, wanted))) {
            save();
        }
        return wanted;
    }

    private String any(String slice) throws IOException {
        String known = addresses.get(slice);
        if (known != null) {
            return known;
        }
        Set<String> taken = new HashSet<>(addresses.values());
        taken.addAll(reserved.keySet());
        for (int i = 0; i < subnet.capacity(); i++) {
            String address = subnet.address(i);
            if (!taken.contains(address)) {
                addresses.put(slice, address);
                save();
                return address;
            }
        }
        throw new IOException(
                slice + " wants an address, and all " + subnet.capacity() + " of " + subnet + " are taken");
    }

    /** Notes the address that a running sliver is seen to have. */
    public synchronized void claim(String slice, String address) throws IOException {
        if (!address.equals(addresses.put(slice, address))) {
            save();
        }
    }

    public synchronized void release(String slice) throws IOException {
        if (addresses.remove(slice) != null) {
            save();
        }
    }

    private void save() throws IOException {
        AtomicFile.replace(file, JSON.writeValueAsString(addresses));
    }
}
