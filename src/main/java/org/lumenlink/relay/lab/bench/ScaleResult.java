package org.lumenlink.relay.lab.bench;

import org.jspecify.annotations.Nullable;

/**
 * What a relay with many users takes.
 *
 * @param users registered in one call; 0 for a relay that has just been started with an empty data folder
 * @param perSecond how many of them in a second, until the answer was there: in the store, on the disk, and in the
 *     kernel; the median of the rounds; null without users
 * @param againPerSecond how many in a second when all of them are replaced in a second call; null without users
 * @param target what the first must not be below; null without users
 * @param isMet whether it is not; null without users
 * @param secondsToReady from the start of the process until it is ready, with all of them
 * @param heapInUse bytes, after a full collection
 * @param mapsInUse bytes of all the relay's maps, as the kernel counts them
 * @param secondsToScrape until all metrics are there, the median of several times
 */
record ScaleResult(
        int users,
        @Nullable Double perSecond,
        @Nullable Double againPerSecond,
        @Nullable Double target,
        @Nullable Boolean isMet,
        double secondsToReady,
        double heapInUse,
        double mapsInUse,
        double secondsToScrape) {}
