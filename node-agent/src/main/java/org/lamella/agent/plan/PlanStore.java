package org.lamella.agent.plan;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.lamella.agent.host.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The newest plan that this node was sent, kept on disk so that the agent can start from it alone.
 *
 * <p>A kill or a power cut at any point leaves the old plan or the new one, never a part of either.
 */
public final class PlanStore {
    /** What a part of an older plan does not say is nothing: 0, or false. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String FILE = "plan.json";

    private final Path folder;
    private volatile NodePlan current = NodePlan.NONE;

    /** Knows {@link NodePlan#NONE} until something is loaded or saved. */
    public PlanStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /**
     * Reads the saved plan. Without one there is none to speak of, and {@link NodePlan#NONE} stays current.
     *
     * @throws DamagedPlan when there is one that cannot be read; the store goes on as if there were none
     */
    public synchronized void load() throws IOException {
        Path file = folder.resolve(FILE);
        try {
            NodePlan saved = JSON.readValue(Files.readString(file), NodePlan.class);
            if (saved == null) {
                throw setAside(file, "it holds null");
            }
            current = saved;
        } catch (NoSuchFileException e) {
            current = NodePlan.NONE;
        } catch (JacksonException | CharacterCodingException e) {
            throw setAside(file, e.getMessage());
        }
    }

    private static DamagedPlan setAside(Path file, String why) throws IOException {
        Path aside = free(file);
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        return new DamagedPlan(file, aside, why);
    }

    private static Path free(Path file) {
        for (int i = 1; ; i++) {
            Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + i);
            if (Files.notExists(aside)) {
                return aside;
            }
        }
    }

    /**
     * Forgets the plan, on disk too: for a node that has become another one, whose plans count from another beginning and would
     * otherwise be taken for older ones.
     */
    public synchronized void forget() throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
        current = NodePlan.NONE;
    }

    /** Never null; generation 0 when the node was never sent a plan. */
    public NodePlan current() {
        return current;
    }

    /**
     * Makes the plan the current one, on disk first.
     *
     * @return false when it is older than the current one, which then stays: a late message of a stream that has been
     *     replaced
     * @throws IOException when it cannot be written; the current plan then stays
     */
    public synchronized boolean save(NodePlan plan) throws IOException {
        if (plan.generation() < current.generation()) {
            return false;
        }
        if (!plan.equals(current)) {
            AtomicFile.replaceDurably(folder.resolve(FILE), JSON.writeValueAsString(plan));
            current = plan;
        }
        return true;
    }
}
