// swift-tools-version: 6.0
// Generated from PostCardIt 1. Do not edit.

import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

let package = Package(
    name: "PostCardItKit",
    defaultLocalization: "en",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [
        .library(name: "PostCardItAPI", targets: ["PostCardItAPI"]),
        .library(name: "PostCardItUI", targets: ["PostCardItUI"]),
        .library(name: "PostCardItTestSupport", targets: ["PostCardItTestSupport"]),
    ],
    targets: [
        .target(name: "PostCardItAPI", swiftSettings: settings),
        .target(
            name: "PostCardItUI", dependencies: ["PostCardItAPI"], resources: [.process("Resources")],
            swiftSettings: settings),
        .target(
            name: "PostCardItTestSupport", dependencies: ["PostCardItAPI"], swiftSettings: settings),
        .testTarget(
            name: "PostCardItAPITests",
            dependencies: ["PostCardItAPI", "PostCardItTestSupport"], swiftSettings: settings),
        .testTarget(
            name: "PostCardItUITests",
            dependencies: ["PostCardItUI", "PostCardItTestSupport"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
