package org.lamella.agent.traffic;

import java.util.OptionalLong;
import org.lamella.agent.plan.SliverTraffic;

/**
 * What one sliver may have.
 *
 * @param number of its class
 * @param narrowed bits a second that its bytes of the day leave it
 */
record Claim(int number, SliverTraffic promise, OptionalLong narrowed) {}
