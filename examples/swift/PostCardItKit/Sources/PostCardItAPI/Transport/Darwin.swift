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
