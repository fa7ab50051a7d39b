package org.lamella.agent.traffic;

import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The destinations of a plan that are exempt, without those that are none: they become text that another program reads. */
final class ExemptNetworks {
    private static final Logger log = LoggerFactory.getLogger(ExemptNetworks.class);
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern CIDR =
            Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET + "(?:/(?:3[0-2]|[12]\\d|[1-9]))?");

    private ExemptNetworks() {}

    static List<String> sound(List<String> said) {
        List<String> sound = said.stream()
                .filter(each -> CIDR.matcher(each).matches())
                .sorted()
                .distinct()
                .toList();
        if (said.size() > sound.size()) {
            log.debug("exempt are {}, of {}", sound, said);
        }
        return sound;
    }
}
