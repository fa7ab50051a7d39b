package org.lamella.web;

/** A body that says why something is done, for people to read. */
public record Reason(String reason) {}
