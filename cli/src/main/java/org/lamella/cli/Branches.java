package org.lamella.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The tree of commands, by its branches. Reading the annotations of all of them takes picocli longer than all else that a
 * command does, so a program that was told which branch is meant grows no other.
 */
final class Branches {
    /** It looks at all the others. */
    private static final String COMPLETION = "completion";

    private final Map<String, Supplier<Object>> branches = new LinkedHashMap<>();

    Branches(Lamella lamella, Actions actions) {
        branches.put("slice", () -> slice(lamella, actions));
        branches.put("sliver", () -> new SliverCommands(actions));
        branches.put("reservation", () -> new ReservationCommands(actions));
        branches.put("shares", () -> new SharesCommands(actions));
        branches.put("limits", () -> new LimitsCommands(actions));
        branches.put("usage", () -> new UsageCommands(actions));
        branches.put("port", () -> new PortCommands(actions));
        branches.put("exec", () -> new ExecCommand(lamella));
        branches.put("top", () -> new TopCommand(actions));
        branches.put("logs", () -> new LogsCommand(lamella));
        branches.put("ssh", () -> new SshCommand(lamella));
        branches.put("request", () -> new RequestCommands(actions));
        branches.put(
                "node",
                () -> new CommandLine(new NodeCommands(actions))
                        .addSubcommand(new MaintenanceCommands(actions))
                        .addSubcommand(new UplinkCommands(actions))
                        .addSubcommand(new GroupCommands(actions)));
        branches.put("image", () -> new ImageCommands(actions));
        branches.put("site", () -> new SiteCommands(actions));
        branches.put(
                "account",
                () -> new CommandLine(new AccountCommands(actions)).addSubcommand(new RoleCommands(actions)));
        branches.put("registration", () -> new RegistrationCommands(actions));
        branches.put("quota", () -> new QuotaCommands(actions));
        branches.put("disk", () -> new DiskCommands(actions));
        branches.put("token", () -> new TokenCommands(actions));
        branches.put(
                "key", () -> new CommandLine(new KeyCommands(actions)).addSubcommand(new BlockedKeyCommands(actions)));
        branches.put("audit", () -> new AuditCommands(actions));
        branches.put("mail", () -> new MailCommands(actions));
        branches.put("events", () -> new EventsCommand(lamella));
        branches.put("whoami", () -> new WhoAmI(actions));
        branches.put("login", () -> new Login(lamella));
        branches.put("sign-in", () -> new SignIn(lamella));
        branches.put(COMPLETION, () -> new Completion(lamella));
    }

    private static CommandLine slice(Lamella lamella, Actions actions) {
        return new CommandLine(new SliceCommands(actions))
                .addSubcommand(new SliceCreate(lamella))
                .addSubcommand(new SliceDelete(lamella))
                .addSubcommand(new MemberCommands(actions))
                .addSubcommand(new TagCommands(actions))
                .addSubcommand(new CapabilitiesCommands(actions))
                .addSubcommand(new PeerCommands(actions));
    }

    /** Those that a command line needs: the one that it names, or else all, to be listed or likened to what it says. */
    void growOn(CommandLine root, String... arguments) {
        var named = Arrays.stream(arguments).filter(branches::containsKey).findFirst();
        branches.forEach((name, branch) -> {
            if (named.isEmpty() || named.get().equals(name) || named.get().equals(COMPLETION)) {
                root.addSubcommand(name, branch.get());
            }
        });
    }
}
