package org.lamella.nodes;

/**
 * The nodes that have a label with this value; who is in it follows from the labels.
 *
 * @param nodes how many are in it now
 */
public record NodeGroup(String name, String label, String value, int nodes) {
    public String words() {
        return new Label(label, value).text();
    }
}
