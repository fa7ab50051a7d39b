package org.lamella.agent.network;

/**
 * What has passed over a sliver's link since it was made.
 *
 * @param sent by the sliver
 * @param received by it
 */
public record LinkBytes(long sent, long received) {}
