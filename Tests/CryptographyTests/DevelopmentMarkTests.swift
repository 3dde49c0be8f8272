import Testing

@testable import Cryptography

@Suite struct DevelopmentMarkTests {
    /// `CN=ours`
    static let plain = """
        -----BEGIN CERTIFICATE-----
        MIIBdjCCARugAwIBAgIUZfrV+Q9nxb1jtSod88p9iannXXEwCgYIKoZIzj0EAwIw
        DzENMAsGA1UEAwwEb3VyczAgFw0yNjExMjcxNjM0NTdaGA8yMTI2MTEwMzE2MzQ1
        N1owDzENMAsGA1UEAwwEb3VyczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBvW
        MSJ0g5hgqXIJTH3n4Z717cpUgzE3WlRNkbHxv3tylnA3pXnqfyPMg74mlrU4wbim
        0U0dGeXoW8VS5EMIT+6jUzBRMB0GA1UdDgQWBBRh7b36ssOyGbAnIfHAyHVCnUty
        iTAfBgNVHSMEGDAWgBRh7b36ssOyGbAnIfHAyHVCnUtyiTAPBgNVHRMBAf8EBTAD
        AQH/MAoGCCqGSM49BAMCA0kAMEYCIQDaxhnaBWJhqUuDE1gsUnPWGc4EkQywG38h
        IpY/+LDOXAIhAIDLShmo6bLfXPVuxCTz8sYbvDwgN/J8aDXhhWn+Rrmj
        -----END CERTIFICATE-----
        """
    /// `O=invitation-dev, CN=root`
    static let marked = """
        -----BEGIN CERTIFICATE-----
        MIIBpjCCAU2gAwIBAgIUOLvYdu3pFfgPm/bNDeZD451OzrAwCgYIKoZIzj0EAwIw
        KDEXMBUGA1UECgwOaW52aXRhdGlvbi1kZXYxDTALBgNVBAMMBHJvb3QwIBcNMjYx
        MTI3MTYzNDU3WhgPMjEyNjExMDMxNjM0NTdaMCgxFzAVBgNVBAoMDmludml0YXRp
        b24tZGV2MQ0wCwYDVQQDDARyb290MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        TTHra8W5S9fZNw+QTCxXL+g3lbkJ3cWQWEE7JnfIt4idAkieI6Dox75Ti+FVyW0e
        1fzV2glgVhUY4EkXtX/jVaNTMFEwHQYDVR0OBBYEFA2yTOPfD3jIUtBOEFcUHhC6
        DeTvMB8GA1UdIwQYMBaAFA2yTOPfD3jIUtBOEFcUHhC6DeTvMA8GA1UdEwEB/wQF
        MAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgNNAhJy3gsJmU3MS24MCUijpJOJ2oxSCj
        tmSmpIk8rpQCIBgJ4Ntz42DHZjHMxWOelaSQ34vAgVJNp/f+cwGySb0U
        -----END CERTIFICATE-----
        """
    /// `CN=leaf`, signed by the one above.
    static let signed = """
        -----BEGIN CERTIFICATE-----
        MIIBNDCB2gIUD6JzsJn6XFDZU5FEKjoboJXGuJkwCgYIKoZIzj0EAwIwKDEXMBUG
        A1UECgwOaW52aXRhdGlvbi1kZXYxDTALBgNVBAMMBHJvb3QwIBcNMjYxMTI3MTYz
        NDU3WhgPMjEyNjExMDMxNjM0NTdaMA8xDTALBgNVBAMMBGxlYWYwWTATBgcqhkjO
        PQIBBggqhkjOPQMBBwNCAARFOJKoxQHcqauEn/7MMd4CMCgKF6GpC0q3R9hPvfj7
        /YtWBBZUEx5PIfqHUyia2zSTGoSj9PiUS01gGgM/QsdzMAoGCCqGSM49BAMCA0kA
        MEYCIQDT7lNDGJz+fiTQ0nBxrR4Y1g/FmErJsHkF2obw2pfe1AIhAPtsv1GIsV9l
        42BRMWpsFoSPAPxD2U7S67E0alfBgAYY
        -----END CERTIFICATE-----
        """
    /// `CN=invitation-dev, O=invitation-development`
    static let near = """
        -----BEGIN CERTIFICATE-----
        MIIBzDCCAXGgAwIBAgIUV2CqwhzxRPhh7eYm+IJMIpFabQowCgYIKoZIzj0EAwIw
        OjEXMBUGA1UEAwwOaW52aXRhdGlvbi1kZXYxHzAdBgNVBAoMFmludml0YXRpb24t
        ZGV2ZWxvcG1lbnQwIBcNMjYxMTI3MTYzNDU3WhgPMjEyNjExMDMxNjM0NTdaMDox
        FzAVBgNVBAMMDmludml0YXRpb24tZGV2MR8wHQYDVQQKDBZpbnZpdGF0aW9uLWRl
        dmVsb3BtZW50MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeDo5ozf+LjR1MqcR
        zn2Ww1F6CGvfsvCqPmfowWFJyP7Rqx90NiIF0okUU8ACzEBalF7idqvk6u/kGFsE
        xY9PSqNTMFEwHQYDVR0OBBYEFGrFqC8W7NsUc0N6vXf5n+F3bmYrMB8GA1UdIwQY
        MBaAFGrFqC8W7NsUc0N6vXf5n+F3bmYrMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
        zj0EAwIDSQAwRgIhAK3pzhTouRlRrjIOHWTr9BaMggzlOHNMYKz/9uyf8/yOAiEA
        pyVPVTVbVZUNj1+1eXg8h3sA34vt1hADwZhdSCsHHE4=
        -----END CERTIFICATE-----
        """

    @Test("The mark is found on a certificate and on what it signed, wherever in the text that stands")
    func found() throws {
        #expect(try !DevelopmentMark.isOn(certificatesIn: Self.plain))
        #expect(try !DevelopmentMark.isOn(certificatesIn: Self.near))
        #expect(try DevelopmentMark.isOn(certificatesIn: Self.marked))
        #expect(try DevelopmentMark.isOn(certificatesIn: Self.signed))
        #expect(
            try DevelopmentMark.isOn(certificatesIn: "ours:\n" + Self.plain + "\ntheirs:\n" + Self.signed + "\n" + Self.plain + "\nend"))
        #expect(try !DevelopmentMark.isOn(certificatesIn: ""))
        #expect(try !DevelopmentMark.isOn(certificatesIn: "no certificate"))
        let trusted = Self.marked.replacing("CERTIFICATE", with: "TRUSTED CERTIFICATE")
        #expect(try DevelopmentMark.isOn(certificatesIn: trusted), "as OpenSSL's loader reads them too")
    }

    @Test("A certificate that cannot be read is an error, so that none hides behind it")
    func unreadable() {
        let broken = Self.plain.replacing("MII", with: "AII")
        #expect(throws: CryptographyError.certificateUnreadable) {
            try DevelopmentMark.isOn(certificatesIn: broken + "\n" + Self.marked)
        }
        #expect(throws: CryptographyError.certificateUnreadable) {
            try DevelopmentMark.isOn(certificatesIn: String(Self.marked.dropLast(30)))
        }
    }
}
