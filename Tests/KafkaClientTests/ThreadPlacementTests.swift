// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization
import Testing

@testable import KafkaClient

@Suite struct ThreadPlacementTests {
    @Test("a thread that gives way keeps to half of the cores, and so do the threads that it starts")
    func half() throws {
        let all = ThreadPlacement.cores
        try #require(!all.isEmpty)
        let kept = Mutex<[[Int]]>([])
        let done = DispatchSemaphore(value: 0)
        Thread {
            ThreadPlacement.giveWay()
            kept.withLock { $0.append(ThreadPlacement.cores) }
            Thread {
                kept.withLock { $0.append(ThreadPlacement.cores) }
                done.signal()
            }.start()
        }.start()
        try #require(done.wait(timeout: .now() + 10) == .success)
        let expected = all.count > 1 ? Array(all.suffix(all.count / 2)) : all
        #expect(kept.withLock(\.self) == [expected, expected])
        #expect(ThreadPlacement.cores == all)
    }
}
