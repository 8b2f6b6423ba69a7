// What Apple's Foundation brings along and Linux's does not: names for the toll-free bridged classes.

@_exported import Foundation

public typealias CFTypeRef = AnyObject
public typealias CFString = NSString
public typealias CFDictionary = NSDictionary
public typealias CFData = NSData
public typealias CFMutableData = NSMutableData
public typealias OSStatus = Int32
