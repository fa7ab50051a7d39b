package org.lamella.agent.plan;

import java.util.regex.Pattern;

/**
 * A slice's name, and what the same slice is called on the node. There it is a folder, a control group and a container,
 * where a dot means something else: dots become hyphens, which no slice's name has, so the way back is never in doubt.
 */
public final class SliceNames {
    private static final int LONGEST = 64;
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.]*_[a-zA-Z0-9_.]+");

    private SliceNames() {}

    /** Not taken on trust: a name that begins with a hyphen or holds a slash would be an option, or another folder. */
    public static boolean areWellFormed(String slice) {
        return slice.length() <= LONGEST && FORM.matcher(slice).matches();
    }

    public static String onNode(String slice) {
        return slice.replace('.', '-');
    }

    public static String ofNode(String name) {
        return name.replace('-', '.');
    }
}
