package org.lamella.slices;

import java.util.Optional;

/**
 * What is to be changed about a slice: text from outside, not checked yet; what is empty stays as it is.
 *
 * @param image of slivers that are attached from now on
 * @param initscript run as root in each sliver at its next start; at most 64 KiB of UTF-8
 * @param firstInitscript run before that at the first start on a new disk; as long at most
 */
public record SliceChange(
        Optional<String> description,
        Optional<String> url,
        Optional<String> image,
        Optional<String> initscript,
        Optional<String> firstInitscript) {}
