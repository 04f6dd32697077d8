// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer

/// Checks of the brokers' addresses.
enum BrokerList {
    /// What is wrong with a list of brokers; nil if nothing is.
    static func fault(in text: String) -> String? {
        if text.isEmpty { return "it is empty" }
        for broker in text.split(separator: ",", omittingEmptySubsequences: false) {
            // librdkafka takes a scheme before the address, and 9092 for a missing port.
            let address = broker.split(separator: "://", maxSplits: 1).last.map(String.init) ?? ""
            let isHost = !address.isEmpty && !address.contains(":") && !address.contains(" ")
            if !isHost, ListenAddress(address) == nil { return "'\(broker)' is not of the form HOST:PORT" }
        }
        return nil
    }
}
