from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsletter.models import IssuePage

PER_PAGE = 26  # a year


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    paginator = Paginator(IssuePage.objects.live().order_by("-number"), PER_PAGE)
    try:
        page = paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    return render(request, "newsletter/archive.html", {"page_obj": page})


@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(IssuePage.objects.live(), slug=slug)
    page.load_events()
    return render(request, "newsletter/issue_page.html", {"page": page})
