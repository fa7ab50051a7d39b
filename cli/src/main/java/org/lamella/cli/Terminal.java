package org.lamella.cli;

/** The terminal that somebody sits at. */
interface Terminal {
    /** In characters. */
    record Size(int columns, int rows) {}

    /** @throws Failure when there is no terminal */
    Size size();

    /**
     * From now on every key is passed on as it is pressed, Ctrl-C too, and what is written is shown as it is.
     *
     * @return puts everything back as it was
     * @throws Failure when there is no terminal
     */
    Runnable raw();

    /** Has an action run, on a thread of its own, whenever the size may have changed. */
    void onResize(Runnable action);
}
