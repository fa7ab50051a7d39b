package org.lamella.agent.traffic;

/** What is counted of each sliver. */
enum Way {
    SENT("sent"),
    EXEMPT_SENT("exempt-sent"),
    RECEIVED("received"),
    EXEMPT_RECEIVED("exempt-received");

    private final String word;

    Way(String word) {
        this.word = word;
    }

    /** As it is called among the rules. */
    String word() {
        return word;
    }
}
