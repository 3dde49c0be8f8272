// Only what Swift cannot call: libcurl's setters and getters are variadic. One function for each option that we set, and no others:
// what is not here, a caller in Swift cannot turn on.
#pragma once
#include <curl/curl.h>

#define CCURL_SET(name, type, option) \
    static inline CURLcode CCurl_set_##name(CURL *handle, type value) { return curl_easy_setopt(handle, option, value); }

// What is asked for, and of whom.
CCURL_SET(url, const char *, CURLOPT_URL)
CCURL_SET(header_lines, struct curl_slist *, CURLOPT_HTTPHEADER)
CCURL_SET(protocols, const char *, CURLOPT_PROTOCOLS_STR)
CCURL_SET(http_version, long, CURLOPT_HTTP_VERSION)
CCURL_SET(follow_location, long, CURLOPT_FOLLOWLOCATION)
CCURL_SET(proxy, const char *, CURLOPT_PROXY)
CCURL_SET(netrc, long, CURLOPT_NETRC)

// As whom, and how far only: connected, and let in.
CCURL_SET(username, const char *, CURLOPT_USERNAME)
CCURL_SET(password, const char *, CURLOPT_PASSWORD)
CCURL_SET(login_options, const char *, CURLOPT_LOGIN_OPTIONS)
CCURL_SET(connect_only, long, CURLOPT_CONNECT_ONLY)

// Whom we trust.
CCURL_SET(use_tls, long, CURLOPT_USE_SSL)
CCURL_SET(certificate_file, const char *, CURLOPT_SSLCERT)
CCURL_SET(key_file, const char *, CURLOPT_SSLKEY)
CCURL_SET(verify_peer, long, CURLOPT_SSL_VERIFYPEER)
CCURL_SET(verify_host, long, CURLOPT_SSL_VERIFYHOST)
CCURL_SET(tls_version, long, CURLOPT_SSLVERSION)
CCURL_SET(authorities_file, const char *, CURLOPT_CAINFO)
CCURL_SET(authorities_folder, const char *, CURLOPT_CAPATH)

// How long it may take.
CCURL_SET(no_signal, long, CURLOPT_NOSIGNAL)
CCURL_SET(timeout_milliseconds, long, CURLOPT_TIMEOUT_MS)
CCURL_SET(connect_timeout_milliseconds, long, CURLOPT_CONNECTTIMEOUT_MS)
CCURL_SET(reply_timeout_seconds, long, CURLOPT_SERVER_RESPONSE_TIMEOUT)

// Who is handed what comes; each function gets its context as its last argument, the progress function as its first.
CCURL_SET(body_function, curl_write_callback, CURLOPT_WRITEFUNCTION)
CCURL_SET(body_context, void *, CURLOPT_WRITEDATA)
CCURL_SET(header_function, curl_write_callback, CURLOPT_HEADERFUNCTION)
CCURL_SET(header_context, void *, CURLOPT_HEADERDATA)
CCURL_SET(progress_function, curl_xferinfo_callback, CURLOPT_XFERINFOFUNCTION)
CCURL_SET(progress_context, void *, CURLOPT_XFERINFODATA)
CCURL_SET(verbose, long, CURLOPT_VERBOSE)
CCURL_SET(debug_function, curl_debug_callback, CURLOPT_DEBUGFUNCTION)
CCURL_SET(debug_context, void *, CURLOPT_DEBUGDATA)
CCURL_SET(no_progress, long, CURLOPT_NOPROGRESS)

#undef CCURL_SET

// The status of the answer; 0 while there is none.
static inline long CCurl_status(CURL *handle) {
    long status = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}

// The socket of a handle that is connected only; CURL_SOCKET_BAD while there is none.
static inline curl_socket_t CCurl_socket(CURL *handle) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK ? socket : CURL_SOCKET_BAD;
}
