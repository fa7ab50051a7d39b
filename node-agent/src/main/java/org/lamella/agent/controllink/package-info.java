/**
 * The node's side of the link to the control plane: joining, the identity it gives, and the stream.
 *
 * <p>The only package that knows protobuf; everything leaves it as records of {@code plan}, {@code reconcile},
 * {@code access} and {@code host}.
 */
package org.lamella.agent.controllink;
