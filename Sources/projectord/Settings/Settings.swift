// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation
internal import HTTPServer
internal import KafkaClient
internal import Projector

/// All settings with their origins: flags before variables before the file before the defaults.
struct Settings: Sendable {
    /// The variable that names the settings file.
    static let configVariable = "PROJECTORD_CONFIG"
    /// What a variable begins with that gives one of librdkafka's properties: `PROJECTORD_KAFKA_SASL_PASSWORD`.
    static let propertyPrefix = "PROJECTORD_KAFKA_"

    /// The settings that have a value.
    private(set) var values: [Setting: SettingValue] = [:]
    /// librdkafka's properties by name.
    private(set) var properties: [String: SettingValue] = [:]

    /// Gathers the settings, reading the settings file if there is one.
    init(arguments: ParsedArguments, environment: [String: String]) throws(CommandError) {
        let named = arguments.value(Flag.config.name) ?? environment[Self.configVariable]
        let file = try SettingsFile(path: named ?? SettingsFile.defaultPath, isRequired: named != nil)
        try self.init(arguments: arguments, environment: environment, file: file)
    }

    /// Gathers the settings from what was read.
    init(arguments: ParsedArguments, environment: [String: String], file: SettingsFile) throws(CommandError) {
        for setting in Setting.allCases {
            if let value = arguments.value(setting.rawValue) {
                try set(setting, value, from: .flag(setting.rawValue), shown: "--\(setting.rawValue)")
            } else if let value = environment[setting.variable] {
                try set(setting, value, from: .variable(setting.variable), shown: setting.variable)
            } else if let value = file.values[setting] ?? Self.fallback(of: setting) {
                values[setting] = value
            }
        }
        properties = file.properties
        // Other variables with our prefix are let be: Kubernetes sets PROJECTORD_PORT and the like for a service.
        for (name, value) in environment where name.hasPrefix(Self.propertyPrefix) {
            let property = name.dropFirst(Self.propertyPrefix.count).lowercased().replacing("_", with: ".")
            properties[property] = SettingValue(text: value, origin: .variable(name))
        }
    }

    /// A setting's value; an empty text if it has none.
    func text(_ setting: Setting) -> String { values[setting]?.text ?? "" }

    /// An address; checked when it was read.
    func address(_ setting: Setting) -> ListenAddress {
        ListenAddress(text(setting)) ?? ListenAddress(host: "127.0.0.1", port: 0)
    }

    /// The memory for rows while a read model is built; checked when it was read.
    var loadMemoryBytes: Int { (Int(text(.loadMemory)) ?? PipelineOptions.loadMemoryMB) * 1_024 * 1_024 }

    /// The log as it is set.
    var logger: Logger {
        Logger(
            format: LogFormat(rawValue: text(.log)) ?? .text, level: LogLevel(rawValue: text(.logLevel)) ?? .info)
    }

    /// How Kafka is reached, checked by librdkafka.
    func kafka() throws(CommandError) -> KafkaSettings {
        guard values[.bootstrap] != nil else {
            throw CommandError(
                .settings, "no Kafka broker is named",
                hint: "--bootstrap HOST:PORT, or bootstrap: in \(SettingsFile.defaultPath)")
        }
        do {
            return try KafkaSettings(bootstrap: text(.bootstrap), properties: properties.mapValues(\.text))
        } catch {
            // librdkafka's message names the property, and may quote its value: no secret goes into an error.
            let isSecret = properties.contains {
                KafkaSettings.isSecret($0.key) && error.message.contains($0.value.text)
            }
            let message = isSecret ? "a secret property is refused" : error.message
            throw CommandError(.settings, "kafka: \(message)", hint: error.hint ?? "see docs/settings.md")
        }
    }

    private mutating func set(
        _ setting: Setting, _ value: String, from origin: SettingOrigin, shown: String
    ) throws(CommandError) {
        if let fault = setting.fault(in: value) {
            let isFlag = origin == .flag(setting.rawValue)
            throw CommandError(
                isFlag ? .usage : .settings, "\(shown) is '\(value)': \(fault)",
                hint: isFlag ? "\(shown) \(setting.example)" : "\(shown)=\(setting.example)")
        }
        values[setting] = SettingValue(text: value, origin: origin)
    }

    private static func fallback(of setting: Setting) -> SettingValue? {
        setting.fallback.map { SettingValue(text: $0, origin: .fallback) }
    }
}
