// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation

/// The settings file, read whole: its settings and librdkafka's properties, each with its place.
struct SettingsFile: Sendable {
    /// The file that is read if none is named, and it is there.
    static let defaultPath = "projectord.yaml"
    private static let kafkaKey = "kafka"

    /// The settings that the file has.
    private(set) var values: [Setting: SettingValue] = [:]
    /// What stands under `kafka:`.
    private(set) var properties: [String: SettingValue] = [:]
    private var faults: [(place: Place, message: String, hint: String?)] = []

    /// No file.
    init() {}

    /// Reads a file's text.
    init(text: String, path: String) throws(CommandError) {
        let root: YAMLNode
        do {
            root = try YAMLReader.read(text: text, file: path)
        } catch {
            throw Self.error(error.all.map { ($0.place, $0.message, $0.hint) })
        }
        if !root.isNull { read(root) }
        guard faults.isEmpty else { throw Self.error(faults) }
    }

    /// Reads a file of the disk; the default one may be absent.
    init(path: String, isRequired: Bool) throws(CommandError) {
        guard isRequired || FileManager.default.fileExists(atPath: path) else {
            self.init()
            return
        }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandError(
                .settings, "the settings file \(path) cannot be read: \(error.localizedDescription)",
                hint: "name another by --config, or take the name away")
        }
        try self.init(text: text, path: path)
    }

    private mutating func read(_ root: YAMLNode) {
        guard let entries = root.entries else {
            faults.append((root.place, "expected settings, such as data: data", nil))
            return
        }
        for entry in entries {
            if entry.key == Self.kafkaKey {
                readProperties(entry.value)
            } else if let setting = Setting(rawValue: entry.key) {
                readSetting(setting, entry.value)
            } else {
                let names = Setting.allCases.map(\.rawValue) + [Self.kafkaKey]
                let hint = DidYouMean.nearest(entry.key, among: names).map { "\($0):" }
                faults.append(
                    (entry.keyPlace, "there is no setting '\(entry.key)'", hint ?? names.joined(separator: ", ")))
            }
        }
    }

    private mutating func readSetting(_ setting: Setting, _ node: YAMLNode) {
        let texts = node.elements?.map(\.text) ?? [node.text]
        let isList = node.elements != nil
        let parts = texts.compactMap(\.self)
        guard parts.count == texts.count, !isList || setting == .bootstrap, isList || !node.isNull else {
            faults.append((node.place, "\(setting.rawValue) needs a text", "\(setting.rawValue): \(setting.example)"))
            return
        }
        let text = parts.joined(separator: ",")
        if let fault = setting.fault(in: text) {
            faults.append(
                (node.place, "\(setting.rawValue) is '\(text)': \(fault)", "\(setting.rawValue): \(setting.example)"))
        }
        values[setting] = SettingValue(text: text, origin: .file(node.place))
    }

    private mutating func readProperties(_ node: YAMLNode) {
        guard let entries = node.entries else {
            if !node.isNull { faults.append((node.place, "kafka needs librdkafka's properties, name: value", nil)) }
            return
        }
        for entry in entries {
            if let text = entry.value.text, !entry.value.isNull {
                properties[entry.key] = SettingValue(text: text, origin: .file(entry.value.place))
            } else {
                faults.append((entry.value.place, "the property \(entry.key) needs a text", nil))
            }
        }
    }

    private static func error(_ faults: [(place: Place, message: String, hint: String?)]) -> CommandError {
        let lines = faults.map { CommandError(.settings, "\($0.place): \($0.message)", hint: $0.hint) }
        for line in lines.dropLast() { Console.error(line.text) }
        return lines.last ?? CommandError(.settings, "the settings file is wrong")
    }
}
