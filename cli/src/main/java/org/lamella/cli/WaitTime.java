package org.lamella.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --wait}: {@code 90s}, {@code 2m}, or seconds without a unit. */
final class WaitTime implements ITypeConverter<Duration> {
    /** What {@code --wait} means without a value. */
    static final String USUAL = "60s";

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})(s|m|h|)");

    @Override
    public Duration convert(String value) {
        var matcher = SHAPE.matcher(value);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + value + "' is not a time such as 90s, 2m or 1h");
        }
        var number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** Takes a value only after {@code =}, so that in {@code --wait demo_hello} the name stays a name. */
    static final class OnlyAttached implements IParameterPreprocessor {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli hands over a Stack
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> state) {
            if (!"=".equals(state.get("separator"))) {
                args.push(USUAL);
            }
            return false;
        }
    }
}
