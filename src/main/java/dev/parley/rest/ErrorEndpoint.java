package dev.parley.rest;

import dev.parley.operator.Permission;
import dev.parley.rest.problem.ApiProblem;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the errors that the servlet container forwards. They occurred before a controller was called or after it
 * returned.
 */
@RestController
class ErrorEndpoint implements ErrorController {
    @RequestMapping("/error")
    @RequiresPermission(Permission.READ) // for direct requests; forwarded errors are reported to every caller
    void error(HttpServletRequest request) {
        var status = HttpStatus.NOT_FOUND; // for direct requests
        if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code) {
            status = HttpStatus.valueOf(code);
        }
        var problem = ApiProblem.of(status, status.getReasonPhrase() + ".");
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri) {
            problem.getBody().setInstance(URI.create(uri.replaceFirst("^/+", "/"))); // "//" would begin a host
        }
        throw problem;
    }
}
