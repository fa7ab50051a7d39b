package org.lamella.nodes;

import java.util.List;
import org.lamella.access.Permitted;
import org.lamella.access.Permitted.To;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DoorController {
    private final Doors doors;

    /**
     * Where the slivers of a node are reached by ssh; the user's name is the slice's.
     *
     * @param host a name or an address
     * @param knownHosts lines for a {@code known_hosts} file
     * @param sshfp the same as records for DNS
     */
    record NodeDoor(
            String node,
            String host,
            int port,
            List<PublicHostKey> hostKeys,
            List<String> knownHosts,
            List<String> sshfp) {}

    /**
     * A key by which the node is known.
     *
     * @param key in Base64
     */
    record PublicHostKey(String type, String fingerprint, String key) {}

    DoorController(Doors doors) {
        this.doors = doors;
    }

    @Permitted(To.SIGNED_IN)
    @GetMapping("/api/v1/nodes/{name}/ssh")
    NodeDoor show(@PathVariable String name) {
        Door door = doors.get(name);
        return new NodeDoor(
                name,
                door.host(),
                door.port(),
                door.keys().stream()
                        .map(key -> new PublicHostKey(key.type(), key.fingerprint(), key.encoded()))
                        .toList(),
                door.knownHosts(),
                door.sshfp());
    }
}
