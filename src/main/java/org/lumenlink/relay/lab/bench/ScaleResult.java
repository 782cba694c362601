package org.lumenlink.relay.lab.bench;

/**
 * What a relay with many users takes.
 *
 * @param users registered in one call
 * @param perSecond how many of them in a second, until the answer was there: in the store, on the disk, and in the kernel
 * @param target what that must not be below
 * @param isMet whether it is not
 * @param secondsToReady from the start of the process until it is ready, with all of them
 * @param heapInUse bytes, after a full collection
 */
record ScaleResult(
        int users, double perSecond, double target, boolean isMet, double secondsToReady, double heapInUse) {}
