import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// What only Darwin's Foundation has. No machine without Apple's SDK compiles the lines inside `#if canImport(Darwin)`,
// so every such line of the package stands in this file.

extension URLSessionConfiguration {
    /// Fail at once without a network: what waits is the outbox, which can show it.
    func applyDarwinDefaults() {
        #if canImport(Darwin)
        waitsForConnectivity = false
        httpCookieStorage = nil
        #endif
    }
}

extension URLRequest {
    /// Low Data Mode and expensive networks.
    mutating func applyDarwinManners(_ manners: HTTPRequest.Manners) {
        #if canImport(Darwin)
        allowsConstrainedNetworkAccess = manners.allowsConstrainedNetwork
        allowsExpensiveNetworkAccess = manners.allowsExpensiveNetwork
        #endif
    }
}

extension FileBodyTransport {
    /// A transport whose uploads the system goes on with while the app sleeps; where there is no such thing, one as others.
    /// Make one for each identifier.
    ///
    /// The system wakes the app when they are done (SwiftUI's `.backgroundTask(.urlSession(identifier))`), and whoever
    /// waited goes on. An app that was ended meanwhile announces the same photo again: the server says how far it is.
    ///
    /// - Parameters:
    ///   - identifier: A name that is the app's alone.
    ///   - isDiscretionary: Whether the system chooses the time: on power, on Wi-Fi.
    ///   - folder: Where bodies lie meanwhile. Nobody else may use it.
    public static func background(
        identifier: String, isDiscretionary: Bool = false, folder: LocalFolder = .standard().folder("bodies")
    ) -> FileBodyTransport {
        #if canImport(Darwin)
        let configuration = URLSessionConfiguration.background(withIdentifier: identifier)
        configuration.isDiscretionary = isDiscretionary
        configuration.sessionSendsLaunchEvents = true
        #else
        let configuration = URLSessionConfiguration.ephemeral
        #endif
        return FileBodyTransport(
            files: URLSessionTransport(configuration: configuration), others: URLSessionTransport(), folder: folder)
    }
}

/// Low Power Mode: the user asked the device to save power.
public enum LowPowerMode {
    /// Whether it is on. Systems that have no such thing say no.
    public static var isOn: Bool {
        #if canImport(Darwin)
        ProcessInfo.processInfo.isLowPowerModeEnabled
        #else
        false
        #endif
    }
}
