// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Synchronization

/// What a process writes, gathered as it comes.
final class Output: Sendable {
    private let text = Mutex("")
    private let arrived = DispatchSemaphore(value: 0)

    func append(_ data: Data) {
        text.withLock { $0 += String(decoding: data, as: UTF8.self) }
        arrived.signal()
    }

    var all: String { text.withLock(\.self) }

    /// The first line that holds `part`; nil if none came in time.
    func line(with part: String, seconds: Double = 20) -> String? {
        let end = DispatchTime.now() + seconds
        while true {
            let found = all.split(separator: "\n").dropLast(all.hasSuffix("\n") ? 0 : 1).first { $0.contains(part) }
            if let found { return String(found) }
            guard arrived.wait(timeout: end) == .success else { return nil }
        }
    }
}
