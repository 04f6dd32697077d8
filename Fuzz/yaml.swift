// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// libFuzzer on the YAML reader: any bytes as a projection file. Whatever they are, it gives nodes or faults whose
// places lie in the text; scripts/fuzz builds it, with the reader's own files, with AddressSanitizer.

/// Reads any bytes as a projection file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    let lines = text.utf8.count { $0 == 0x0A || $0 == 0x0D } + 1
    do {
        check(try YAMLReader.read(text: text, file: "f.yaml"), lines: lines)
    } catch {
        for fault in error.all {
            precondition((1...lines).contains(fault.place.line) && fault.place.column >= 1, "a place outside the text")
        }
    }
    return 0
}

private func check(_ node: YAMLNode, lines: Int) {
    precondition((1...lines).contains(node.place.line) && node.place.column >= 1, "a place outside the text")
    for entry in node.entries ?? [] { check(entry.value, lines: lines) }
}
