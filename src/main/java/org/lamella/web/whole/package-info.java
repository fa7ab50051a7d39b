/**
 * Requests that are one transaction as a whole: those that are answered once for all of their repetitions, and those that
 * are only tried. Both hold their answer back until the transaction has ended.
 */
package org.lamella.web.whole;
