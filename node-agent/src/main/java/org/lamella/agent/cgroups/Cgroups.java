package org.lamella.agent.cgroups;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lamella.agent.host.Mounts.Mount;

/**
 * The control groups of this agent's slivers: one leaf for each, under one parent, in every hierarchy of the host.
 *
 * <p>The parent is the mark of ownership: what lies under it is this agent's, and nothing else is ever touched.
 */
public final class Cgroups {
    private static final String PROCESSES = "cgroup.procs";
    /** The controllers that slivers are kept in their bounds by. */
    private static final Set<String> USED = Set.of("cpu", "cpuset", "io", "memory", "pids");

    private static final Set<String> UNDOTTED = Set.of("tasks", "notify_on_release");
    private static final Duration BUSY_LOOK = Duration.ofMillis(1);
    private static final int BUSY_LOOKS = 2_000;

    private final List<Hierarchy> hierarchies;
    private final Path parent;
    private final CgroupVersion version;

    /**
     * @param parent relative to the root of every hierarchy, such as {@code lamella}; may have several parts
     * @throws IllegalArgumentException when there is no cgroup mount, or the parent is not a plain relative path
     */
    public Cgroups(List<Mount> mounts, String parent) {
        this.hierarchies = Hierarchy.among(mounts);
        this.parent = Path.of(parent);
        if (hierarchies.isEmpty()) {
            throw new IllegalArgumentException("no cgroup file system is mounted");
        }
        boolean climbs = this.parent.normalize().startsWith("..")
                || !this.parent.normalize().equals(this.parent);
        if (parent.isEmpty() || this.parent.isAbsolute() || climbs) {
            throw new IllegalArgumentException("cgroup parent '" + parent + "' is not a plain relative path");
        }
        this.version = version(hierarchies);
    }

    private static CgroupVersion version(List<Hierarchy> hierarchies) {
        boolean v1 = hierarchies.stream().anyMatch(hierarchy -> !hierarchy.unified());
        boolean v2 = hierarchies.stream().anyMatch(Hierarchy::unified);
        if (!v1) {
            return CgroupVersion.V2;
        }
        return v2 ? CgroupVersion.HYBRID : CgroupVersion.V1;
    }

    public CgroupVersion version() {
        return version;
    }

    /** The leaf's path below the root of every hierarchy, as OCI runtimes take it: absolute. */
    public String runtimePath(String leaf) {
        return "/" + parent.resolve(leaf);
    }

    /** Makes the leaf in every hierarchy; harmless where it exists. */
    public void create(String leaf) throws IOException {
        for (Hierarchy hierarchy : hierarchies) {
            if (hierarchy.unified()) {
                delegateControllers(hierarchy.root());
            }
            Files.createDirectories(folder(hierarchy, leaf));
        }
    }

    /** In v2 a group has a controller only if every group above it hands that controller down. */
    private void delegateControllers(Path root) throws IOException {
        for (int depth = 0; depth <= parent.getNameCount(); depth++) {
            Path group = depth == 0 ? root : root.resolve(parent.subpath(0, depth));
            Files.createDirectories(group);
            Set<String> missing = words(group.resolve("cgroup.controllers"));
            missing.retainAll(USED);
            if (missing.isEmpty()) {
                return;
            }
            Path given = group.resolve("cgroup.subtree_control");
            missing.removeAll(words(given));
            if (!missing.isEmpty()) {
                Files.writeString(given, missing.stream().map("+"::concat).collect(Collectors.joining(" ")));
            }
        }
    }

    private static Set<String> words(Path file) throws IOException {
        return Stream.of(Files.readString(file).strip().split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Told apart from control files by name, without asking for each what it is: those have a dot in their names, which leaves
     * have not, or are the two of v1 that do not.
     *
     * @return the leaves that exist in any hierarchy
     */
    public Set<String> leaves() throws IOException {
        Set<String> leaves = new TreeSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            String[] names = hierarchy.root().resolve(parent).toFile().list();
            if (names != null) {
                leaves.addAll(List.of(names));
            }
        }
        leaves.removeIf(name -> name.contains(".") || UNDOTTED.contains(name));
        return leaves;
    }

    /** @return the host's numbers of the processes in the leaf, of all hierarchies: a half-made context is not in all */
    public Set<Long> pids(String leaf) throws IOException {
        Set<Long> pids = new TreeSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            for (Path group : withDescendants(folder(hierarchy, leaf))) {
                pids.addAll(pidsOf(group));
            }
        }
        return pids;
    }

    /** How many processes there are in the leaf; of one hierarchy, which has all of a context that is whole. */
    public int countProcesses(String leaf) throws IOException {
        int count = 0;
        for (Path group : withDescendants(folder(hierarchyOf("pids"), leaf))) {
            count += pidsOf(group).size();
        }
        return count;
    }

    private static List<Long> pidsOf(Path group) throws IOException {
        try {
            return Files.readAllLines(group.resolve(PROCESSES)).stream()
                    .map(Long::valueOf)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** @param controller such as {@code memory}; in v2 all of them are in one tree */
    public String read(String leaf, String controller, String file) throws IOException {
        return Files.readString(file(leaf, controller, file)).strip();
    }

    public void write(String leaf, String controller, String file, String value) throws IOException {
        Files.writeString(file(leaf, controller, file), value);
    }

    /** Gives each group above the leaves, but the root, the sum of what the groups in it have; those of other agents, too. */
    public void sumUp(String controller, String file) throws IOException {
        Path root = hierarchyOf(controller).root();
        for (Path group = parent; group != null; group = group.getParent()) {
            long sum = 0;
            for (Path child : groupsIn(root.resolve(group))) {
                sum += number(child.resolve(file));
            }
            Files.writeString(root.resolve(group).resolve(file), Long.toString(sum));
        }
    }

    /** 0 for a group that has just gone, or has no such file. */
    private static long number(Path file) throws IOException {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds no number", e);
        }
    }

    /** @return a file of the root of all groups */
    public String readRoot(String controller, String file) throws IOException {
        return Files.readString(hierarchyOf(controller).root().resolve(file));
    }

    /** Whether the kernel offers such a file there. */
    public boolean hasRoot(String controller, String file) {
        try {
            return Files.exists(hierarchyOf(controller).root().resolve(file));
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes a file of the root of all groups, which nothing but a rule for something of this agent's alone may go into. */
    public void writeRoot(String controller, String file, String value) throws IOException {
        Files.writeString(hierarchyOf(controller).root().resolve(file), value);
    }

    /** Writes a file of the group that holds all leaves. */
    public void writeParent(String controller, String file, String value) throws IOException {
        Files.writeString(hierarchyOf(controller).root().resolve(parent).resolve(file), value);
    }

    /** @return a file of the group that holds all leaves */
    public String readParent(String controller, String file) throws IOException {
        return Files.readString(hierarchyOf(controller).root().resolve(parent).resolve(file))
                .strip();
    }

    /** Gives each group above the leaves that has nothing in such a file what the group above it has. */
    public void inherit(String controller, String file) throws IOException {
        Path above = hierarchyOf(controller).root();
        for (Path part : parent) {
            Path group = above.resolve(part);
            if (Files.readString(group.resolve(file)).isBlank()) {
                Files.writeString(group.resolve(file), Files.readString(above.resolve(file)));
            }
            above = group;
        }
    }

    /** @param controller such as {@code memory}; in v2 all of them are in one tree */
    public Path file(String leaf, String controller, String file) throws IOException {
        return folder(hierarchyOf(controller), leaf).resolve(file);
    }

    private Hierarchy hierarchyOf(String controller) throws IOException {
        return ofV1(controller)
                .or(this::unified)
                .orElseThrow(() -> new IOException("this host has no cgroup controller " + controller));
    }

    private Optional<Hierarchy> ofV1(String controller) {
        return hierarchies.stream()
                .filter(hierarchy -> hierarchy.controllers().contains(controller))
                .findFirst();
    }

    private Optional<Hierarchy> unified() {
        return hierarchies.stream().filter(Hierarchy::unified).findFirst();
    }

    /**
     * Whether the files of this controller are v2's: those of every controller are on a host that has nothing else, and on a hybrid one
     * those that the kernel was told to keep out of v1, as by {@code cgroup_no_v1=blkio} (its {@code kernel-parameters.txt}).
     *
     * @param controller by v1's name, such as {@code blkio}
     */
    public boolean isUnified(String controller) {
        return ofV1(controller).isEmpty() && unified().isPresent();
    }

    /** Whether the kernel counts how long the processes of a group have to wait: {@code psi.rst}. */
    public boolean countsPressure() {
        return version != CgroupVersion.V1 && Files.exists(Path.of("/proc/pressure/cpu"));
    }

    /** @return a file of the unified hierarchy, which has usage and pressure of every group even without controllers */
    public Path unifiedFile(String leaf, String file) throws IOException {
        return unified()
                .map(hierarchy -> folder(hierarchy, leaf).resolve(file))
                .orElseThrow(() -> new IOException("this host has no unified cgroup hierarchy"));
    }

    /** Whether the kernel offers such a file there. */
    public boolean has(String leaf, String controller, String file) {
        try {
            return Files.exists(file(leaf, controller, file));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Removes the leaf from every hierarchy; harmless where there is none.
     *
     * @throws IOException when processes are still in it after 2 s
     */
    public void remove(String leaf) throws IOException {
        for (Hierarchy hierarchy : hierarchies) {
            for (Path group : withDescendants(folder(hierarchy, leaf)).reversed()) {
                removeWhenIdle(group);
            }
        }
    }

    /** Removes the parent too, as far as it is empty: other agents may have parents of their own above the last part. */
    public void removeParent() throws IOException {
        for (Hierarchy hierarchy : hierarchies) {
            for (Path part = parent; part != null; part = part.getParent()) {
                try {
                    Files.deleteIfExists(hierarchy.root().resolve(part));
                } catch (FileSystemException e) {
                    break;
                }
            }
        }
    }

    /** A process that was killed is counted until the kernel has taken it apart, which no event announces. */
    private static void removeWhenIdle(Path group) throws IOException {
        for (int look = 1; ; look++) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (DirectoryNotEmptyException e) {
                throw e;
            } catch (FileSystemException e) {
                if (look == BUSY_LOOKS) {
                    throw new IOException("cgroup " + group + " still holds processes " + pidsOf(group), e);
                }
                LockSupport.parkNanos(BUSY_LOOK.toNanos());
            }
        }
    }

    private Path folder(Hierarchy hierarchy, String leaf) {
        return hierarchy.root().resolve(parent).resolve(leaf);
    }

    /** The group and all below it, parents first. */
    private static List<Path> withDescendants(Path group) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(group)) {
            found.add(group);
            for (Path child : groupsIn(group)) {
                found.addAll(withDescendants(child));
            }
        }
        return found;
    }

    private static List<Path> groupsIn(Path group) throws IOException {
        try (Stream<Path> children = Files.list(group)) {
            return children.filter(Files::isDirectory)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
