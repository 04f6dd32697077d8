// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import Glibc

/// The system's words for its error numbers.
enum SystemError {
    static func text(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
